#include <ruby.h>
#include <libxslt/xslt.h>

/* Spigot algorithm of Rabinowitz and Wagon. */
static VALUE pi(VALUE self, VALUE count) {
  int wanted = NUM2INT(count), length = wanted * 10 / 3 + 1, nines = 0, previous = -1;
  int *terms = ALLOC_N(int, length);
  VALUE text = rb_str_new_cstr("");
  xsltInit();
  for (int i = 0; i < length; i++) terms[i] = 2;
  for (int n = 0; n < wanted; n++) {
    int carry = 0;
    for (int i = length - 1; i >= 0; i--) {
      int value = 10 * terms[i] + carry * (i + 1);
      terms[i] = value % (2 * i + 1);
      carry = value / (2 * i + 1);
    }
    terms[0] = carry % 10;
    carry /= 10;
    if (carry == 9) { nines++; continue; }
    char digits[80];
    int used = 0;
    if (previous >= 0) used += snprintf(digits, sizeof digits, "%d", previous + (carry == 10));
    for (; nines > 0 && used < 79; nines--) digits[used++] = carry == 10 ? '0' : '9';
    digits[used] = 0;
    rb_str_cat_cstr(text, digits);
    previous = carry == 10 ? 0 : carry;
  }
  xfree(terms);
  return rb_str_concat(rb_str_plus(rb_str_substr(text, 0, 1), rb_str_new_cstr(".")), rb_str_substr(text, 1, 40));
}

void Init_digits(void) {
  VALUE module = rb_define_module("Digits");
  rb_define_module_function(module, "pi", pi, 1);
}
