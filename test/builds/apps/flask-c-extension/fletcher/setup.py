from setuptools import Extension, setup

setup(name="fletcher", version="1.0.0", ext_modules=[Extension("fletcher", ["fletcher.c"])])
