package org.rudolphine.transform.normalize;

/** A vector in the catalog's own frame. */
record Vector3(double x, double y, double z) {
  static final Vector3 ZERO = new Vector3(0, 0, 0);
  static final Vector3 Z_AXIS = new Vector3(0, 0, 1);

  double norm() {
    return Math.sqrt(x * x + y * y + z * z);
  }

  double dot(Vector3 other) {
    return x * other.x + y * other.y + z * other.z;
  }

  /** The same direction with length 1; null for the zero vector. */
  Vector3 unit() {
    double norm = norm();
    return norm > 0 ? new Vector3(x / norm, y / norm, z / norm) : null;
  }

  /** Length of the part perpendicular to a unit vector. */
  double across(Vector3 unit) {
    double along = dot(unit);
    return new Vector3(x - along * unit.x, y - along * unit.y, z - along * unit.z).norm();
  }
}
