/* A life of a store, step by step. */
#ifndef TESTS_CRASH_SCENARIO_H
#define TESTS_CRASH_SCENARIO_H

/* After step_begin(); see step_result(). */
void scenario_play(void);

#endif
