from setuptools import Extension, setup

setup(name="knots", version="1.0.0", ext_modules=[Extension("knots", ["knots.c"])])
