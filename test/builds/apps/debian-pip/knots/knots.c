#include <Python.h>

static PyObject *kilometres(PyObject *self, PyObject *args) {
    double knots;
    if (!PyArg_ParseTuple(args, "d", &knots)) return NULL;
    return PyFloat_FromDouble(knots * 1.852);
}

static PyMethodDef methods[] = {
    {"kilometres", kilometres, METH_VARARGS, "Kilometres an hour."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "knots", NULL, -1, methods};

PyMODINIT_FUNC PyInit_knots(void) { return PyModule_Create(&module); }
