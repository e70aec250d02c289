package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RecordType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a page whose type, key and content hash are known.
 *
 * @param written its key as the source wrote it
 * @param findings what is wrong with its place among the others, whatever its content says
 */
record Identified(
    String place,
    ObjectNode content,
    TypePlan plan,
    Name name,
    String written,
    @Nullable Name parent,
    @Nullable Instant versionTime,
    boolean deleted,
    Hash hash,
    List<Finding> findings) {

  /** Type and source key: what tells a source's records apart. */
  record Name(RecordType type, String key) {}
}
