#include <ruby.h>
#include <libpq-fe.h>

static VALUE libpq(VALUE self) {
  return INT2NUM(PQlibVersion());
}

void Init_versions(void) {
  VALUE module = rb_define_module("Versions");
  rb_define_module_function(module, "libpq", libpq, 0);
}
