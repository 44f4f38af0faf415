from pybind11.setup_helpers import Pybind11Extension
from setuptools import setup

setup(
    packages=["waves"],
    package_data={"waves": ["*.csv"]},
    ext_modules=[
        Pybind11Extension("waves._sum", ["waves/sum.cpp"], extra_compile_args=["-fopenmp"], extra_link_args=["-fopenmp"])
    ],
)
