class Buoys {}
