package io.shangda.hub.store;

/** The databases the hub runs on; what only one of them can do is asked here and nowhere else. */
public enum Dialect {
  H2,
  POSTGRESQL
}
