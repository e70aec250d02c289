package io.shangda.hub.audit.anchor;

import io.shangda.hub.audit.proof.Anchor;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the newest seal is told at an interval. */
public interface AnchorPlace {
  /** As the table of anchors has it: file or tsa. */
  String kind();

  /** Path or address. */
  String name();

  /**
   * Tells it.
   *
   * @throws IOException if it did not arrive; it is told again at the next beat
   */
  Receipt tell(Anchor anchor) throws IOException;

  /**
   * What the place gave back.
   *
   * @param answer Base64; empty if nothing
   * @param ahead its clock against this node's; null if it did not tell
   */
  record Receipt(String answer, @Nullable Duration ahead) {}
}
