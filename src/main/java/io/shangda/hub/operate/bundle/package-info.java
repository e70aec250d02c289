/** One record's whole proof, as it is handed to somebody who asks about that record only. */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate.bundle;
