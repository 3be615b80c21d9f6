/* The version of relayspec. */
#ifndef ENGINE_VERSION_H
#define ENGINE_VERSION_H

#define RELAYSPEC_VERSION "0.1.0"

#endif
