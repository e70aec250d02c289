@org.jspecify.annotations.NullMarked
package io.shangda.hub.push;
