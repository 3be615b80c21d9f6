# The law: checked, rendered, traced.  Included by the root Makefile.

spec: | deps-quick ## check spec/ and render it: build/spec/relayspec.html and relayspec.md
	@B='$(B)' spec/render.sh

trace: ## every requirement and its places: build/trace.md; empty cells and orphans fail
	@B='$(B)' spec/trace.sh

id: ## every place of one requirement: make id ID=SMTP_BARE_LF
	@spec/trace.sh --id '$(ID)'

model: | deps-quick ## every state of the mail queue's model, and of models with a mistake in them
	@B='$(B)' CC='$(CC)' spec/model/run.sh

.PHONY: spec trace id model
