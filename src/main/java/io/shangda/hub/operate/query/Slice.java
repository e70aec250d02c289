package io.shangda.hub.operate.query;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param next give it as {@code after} to get what follows; null at the end
 */
public record Slice<T>(List<T> items, @Nullable String next) {
  /** The most items that are given at once. */
  public static final int MAX = 1000;

  /** Of one row more than asked for, which only tells that something follows. */
  public static <T> Slice<T> of(List<T> oneMore, int limit, Function<T, Object> key) {
    if (oneMore.size() <= limit) {
      return new Slice<>(oneMore, null);
    }
    List<T> items = List.copyOf(oneMore.subList(0, limit));
    return new Slice<>(items, key.apply(items.get(limit - 1)).toString());
  }
}
