package io.shangda.hub.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One occurrence of a record in a page, as the decoder met it. */
public sealed interface RawRecord {
  /** Where in the page it stands: JSON Pointer, or {@code line 17}. */
  String place();

  /**
   * It could be read; whether it makes sense is for later stages.
   *
   * @param tree gives the content; in a page of very many records it is read anew each time
   * @param findings how what was written had to be understood to read it
   */
  record Readable(String place, Supplier<ObjectNode> tree, List<Finding> findings)
      implements RawRecord {
    public Readable(String place, Supplier<ObjectNode> tree) {
      this(place, tree, List.of());
    }

    public Readable(String place, ObjectNode content) {
      this(place, () -> content);
    }

    public ObjectNode content() {
      return tree.get();
    }

    /** By what it says, however it is kept. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Readable that
          && place.equals(that.place)
          && content().equals(that.content());
    }

    @Override
    public int hashCode() {
      return place.hashCode();
    }
  }

  /**
   * It could not be read; the rest of the page goes on.
   *
   * @param rule what was broken, such as {@code json}, {@code charset}, {@code csv-columns}, {@code
   *     too-large}
   */
  record Unreadable(String place, String rule, String zh, String en) implements RawRecord {}
}
