package rigging;

final class Knots {
  private Knots() {}

  static String random() {
    return "bowline";
  }
}
