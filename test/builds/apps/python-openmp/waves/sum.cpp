#include <omp.h>
#include <pybind11/numpy.h>

namespace py = pybind11;

PYBIND11_MODULE(_sum, module) {
  module.def("sum", [](py::array_t<double> values) {
    auto view = values.unchecked<1>();
    double sum = 0;
#pragma omp parallel for reduction(+ : sum)
    for (py::ssize_t i = 0; i < view.shape(0); i++) sum += view(i);
    return sum;
  });
}
