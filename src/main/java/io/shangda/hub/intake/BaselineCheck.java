package io.shangda.hub.intake;

import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.intake.Baseline.Line;
import io.shangda.hub.record.TargetId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a line of a predecessor's list can be taken over. */
final class BaselineCheck {
  private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int LONGEST_TARGET_KEY = 200;
  private static final int LONGEST_RECEIPT = 400;

  private BaselineCheck() {}

  /** Why a line cannot be taken over; null if it can. */
  static @Nullable String why(HubConfig config, TargetId target, Line line) {
    SourceConfig source =
        config.sources().values().stream()
            .filter(s -> s.id().value().equals(line.source()))
            .findFirst()
            .orElse(null);
    if (source == null) {
      return "there is no such source in the configuration";
    }
    SourceType type =
        source.types().stream()
            .filter(t -> t.type().value().equals(line.type()))
            .findFirst()
            .orElse(null);
    if (type == null || !type.targets().contains(target)) {
      return "its source has no such type for this target";
    }
    if (!SourceKey.isUsable(line.key())) {
      return "the key is empty, too long, or holds control characters";
    }
    if (line.contentHash() != null && !HASH.matcher(line.contentHash()).matches()) {
      return "the content hash is not 'sha256:' and 64 hexadecimal digits";
    }
    if (line.version() != null && (line.version() < 0 || line.version() > 1_000_000_000)) {
      return "the version is no number from 0 to 1,000,000,000";
    }
    return tooLong(line.targetKey(), LONGEST_TARGET_KEY) || tooLong(line.receipt(), LONGEST_RECEIPT)
        ? "the target key or the receipt is too long"
        : null;
  }

  private static boolean tooLong(@Nullable String text, int most) {
    return text != null && text.length() > most;
  }
}
