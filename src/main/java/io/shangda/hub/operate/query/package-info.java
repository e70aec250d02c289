/**
 * What the admin API, the MBeans and the metrics read, and the SQL that reads it. Lists are read in
 * slices by key, never by offset, so that page 1,000 costs what page 1 costs.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate.query;
