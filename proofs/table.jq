# A WP report as rows: module, function, goals, proved, Qed, Z3, CVC4, cvc5.
def sum(p; k): [ .[] | (p | .[k]? // 0) ] | add // 0;
def row($f):
	[ $name, $f,
	  sum(."wp:main"? // {}; "total"), sum(."wp:main"? // {}; "valid"),
	  sum(.qed? // {}; "valid"), sum(."Z3:4.8.12"? // {}; "valid"),
	  sum(."CVC4:1.8"? // {}; "valid"), sum(."CVC5:1.0.3"? // {}; "valid") ];
( ."wp:axiomatics" // {} | [ .[] | to_entries[] | select(.key | startswith("wp:") | not) | .value ]
  | select(length > 0) | row("(lemmas)") ),
( ."wp:functions" // {} | to_entries[] | .key as $f
  | [ .value | to_entries[] | select(.key | startswith("wp:") | not) | .value ] | row($f) )
| @tsv
