#include "EXTERN.h"
#include "perl.h"
#include "XSUB.h"
#include <math.h>

MODULE = Log::Distance  PACKAGE = Log::Distance

double
miles(latitude_a, longitude_a, latitude_b, longitude_b)
    double latitude_a
    double longitude_a
    double latitude_b
    double longitude_b
  CODE:
    double r = 3.14159265358979 / 180;
    RETVAL = 3440.065 * acos(sin(latitude_a * r) * sin(latitude_b * r) + cos(latitude_a * r) * cos(latitude_b * r) * cos((longitude_b - longitude_a) * r));
  OUTPUT:
    RETVAL
