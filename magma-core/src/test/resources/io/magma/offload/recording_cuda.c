/*
 * Stands in for libcuda.so.1 where there is no GPU: writes down each call with its arguments, and copies as late as it may, when
 * the default stream waits for an event behind the copy or somebody waits for the stream. What was put on a stream and is waited for by
 * nobody does not happen. Device memory is host memory. Parameters and their types are those of cuda.h (12.x).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct CUctx_st *CUcontext;
typedef struct stream { int closed; } *CUstream;
typedef struct event { int number; long queued; } *CUevent;
typedef unsigned long long CUdeviceptr;

enum { INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_DEVICE = 101, INVALID_CONTEXT = 201, LOCKED_ALREADY = 712, NOT_LOCKED = 713 };

static char log_text[1 << 20];
static __thread CUcontext current;
static struct stream the_stream;
static int events, refusing, locked_count;
static struct { char *start; size_t bytes; } locked[4096];
static struct { void *to; const void *from; size_t bytes; } queue[1 << 16];
static long queued, done;

#define RECORD(...) snprintf(log_text + strlen(log_text), sizeof log_text - strlen(log_text), __VA_ARGS__)
#define NEEDS_CONTEXT if (!current) return INVALID_CONTEXT

const char *recorded(void) { return log_text; }
void forget(void) { log_text[0] = 0; }
void refuse_locks(void) { refusing = 1; }
int still_locked(void) { return locked_count; }

static const char *name(CUstream stream) { return stream ? "copies" : "default"; }

static void run(long until) {
    for (; done < until; done++) memcpy(queue[done].to, queue[done].from, queue[done].bytes);
}

int cuGetErrorString(int error, const char **text) {
    *text = error == OUT_OF_MEMORY ? "out of memory" : error == INVALID_DEVICE ? "invalid device ordinal" : "";
    return **text ? 0 : INVALID_VALUE;
}

int cuInit(unsigned int flags) { RECORD("init %u\n", flags); return 0; }

int cuDeviceGet(int *device, int ordinal) {
    *device = ordinal + 40;
    RECORD("device %d\n", ordinal);
    return ordinal > 7 ? INVALID_DEVICE : 0;
}

int cuDevicePrimaryCtxRetain(CUcontext *context, int device) {
    *context = (CUcontext) (long) (device + 100);
    RECORD("retain %d\n", device);
    return 0;
}

int cuCtxSetCurrent(CUcontext context) {
    if (current != context) RECORD("current %ld\n", (long) context);
    current = context;
    return 0;
}

int cuStreamCreate(CUstream *stream, unsigned int flags) {
    NEEDS_CONTEXT;
    *stream = &the_stream;
    RECORD("stream, flags %u\n", flags);
    return 0;
}

int cuStreamSynchronize(CUstream stream) { NEEDS_CONTEXT; run(queued); RECORD("synchronize %s\n", name(stream)); return 0; }
int cuStreamDestroy_v2(CUstream stream) { NEEDS_CONTEXT; RECORD("destroy %s\n", name(stream)); return 0; }

int cuEventCreate(CUevent *event, unsigned int flags) {
    NEEDS_CONTEXT;
    *event = calloc(1, sizeof **event);
    (*event)->number = events++;
    RECORD("event %d, flags %u\n", (*event)->number, flags);
    return 0;
}

int cuEventDestroy_v2(CUevent event) { NEEDS_CONTEXT; RECORD("destroy event %d\n", event->number); free(event); return 0; }

int cuEventRecord(CUevent event, CUstream stream) {
    NEEDS_CONTEXT;
    event->queued = stream ? queued : 0;
    RECORD("%s: event %d\n", name(stream), event->number);
    return 0;
}

int cuStreamWaitEvent(CUstream stream, CUevent event, unsigned int flags) {
    NEEDS_CONTEXT;
    if (!stream) run(event->queued);
    RECORD("%s: wait for %d, flags %u\n", name(stream), event->number, flags);
    return 0;
}

int cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
    NEEDS_CONTEXT;
    int page_locked = 0;
    for (int i = 0; i < locked_count; i++) {
        const char *start = locked[i].start;
        page_locked |= (const char *) from >= start && (const char *) from + bytes <= start + locked[i].bytes;
    }
    queue[queued].to = (void *) to;
    queue[queued].from = from;
    queue[queued++].bytes = bytes;
    RECORD("%s: copy %zu bytes%s\n", name(stream), bytes, page_locked ? "" : " of pageable memory");
    return 0;
}

int cuMemHostRegister_v2(void *start, size_t bytes, unsigned int flags) {
    NEEDS_CONTEXT;
    if (refusing) return OUT_OF_MEMORY;
    if ((size_t) start % 4096 || bytes % 4096) return INVALID_VALUE;
    for (int i = 0; i < locked_count; i++)
        if ((char *) start < locked[i].start + locked[i].bytes && locked[i].start < (char *) start + bytes) return LOCKED_ALREADY;
    locked[locked_count].start = start;
    locked[locked_count++].bytes = bytes;
    RECORD("lock %zu, flags %u\n", bytes, flags);
    return 0;
}

int cuMemHostUnregister(void *start) {
    NEEDS_CONTEXT;
    for (int i = 0; i < locked_count; i++) {
        if (locked[i].start == start) {
            locked[i] = locked[--locked_count];
            RECORD("unlock\n");
            return 0;
        }
    }
    return NOT_LOCKED;
}
