/** What machines watch: health checks, metrics and one MBean per source and target. */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate.signal;
