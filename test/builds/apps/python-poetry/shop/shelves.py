from cffi import FFI

ffi = FFI()
ffi.cdef("size_t strlen(const char *text);")
libc = ffi.dlopen(None)


def labels(path):
    with open(path) as lines:
        return [f"{name} {libc.strlen(name.encode())}" for name in lines.read().split()]
