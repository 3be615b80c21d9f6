/* SQLite on the disk that fails: its VFS. */
#ifndef TESTS_CRASH_VFS_H
#define TESTS_CRASH_VFS_H

/* From here on every database of this process is on that disk. */
int vfs_use(void);

#endif
