#include <ruby.h>

static VALUE by_rank(VALUE self, VALUE names) { return rb_ary_sort(names); }

void Init_sort(void) { rb_define_global_function("by_rank", by_rank, 1); }
