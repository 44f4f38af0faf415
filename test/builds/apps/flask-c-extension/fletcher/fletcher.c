#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *checksum(PyObject *self, PyObject *args) {
    const unsigned char *bytes;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "y#", &bytes, &length)) return NULL;
    unsigned int low = 0, high = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        low = (low + bytes[i]) % 255;
        high = (high + low) % 255;
    }
    return PyLong_FromUnsignedLong(high << 8 | low);
}

static PyMethodDef methods[] = {
    {"checksum", checksum, METH_VARARGS, "The Fletcher-16 checksum of some bytes."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "fletcher", NULL, -1, methods};

PyMODINIT_FUNC PyInit_fletcher(void) { return PyModule_Create(&module); }
