package io.shangda.hub.operate.query;

import io.shangda.hub.audit.seal.Seal;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads seals for those who collect them: an upper platform, an auditor. */
@ApplicationScoped
public class Seals {
  private final Database database;

  Seals(Database database) {
    this.database = database;
  }

  /**
   * One seal. What can be read from its text is null where that is not one that a hub writes.
   *
   * @param hash of the text
   * @param previous hash of the seal before; empty for the first
   * @param leaves transactions in it
   * @param key id of the key it is signed with; see {@link Part#keys}
   * @param signature of the text, Base64
   * @param text what is hashed and signed, exactly
   */
  public record Item(
      long seal,
      String hash,
      @Nullable String previous,
      @Nullable Instant at,
      @Nullable Integer leaves,
      @Nullable Long events,
      @Nullable String root,
      @Nullable String algorithm,
      @Nullable String key,
      String signature,
      String text) {}

  /**
   * A key that seals in the part are signed with.
   *
   * @param key its id, the hash of the public half
   * @param publicKey SubjectPublicKeyInfo, Base64
   */
  public record Key(String key, String algorithm, String publicKey) {}

  /**
   * The newest seal.
   *
   * @param seal 0 before the first
   */
  public record Newest(long seal, String hash) {}

  /**
   * Some seals in the order they were made.
   *
   * @param next give it as {@code after} to get what follows; null at the end
   */
  public record Part(Newest newest, List<Key> keys, List<Item> items, @Nullable String next) {}

  /**
   * @param after number of the seal behind which the part begins; null for the first that is kept
   */
  public Part list(@Nullable Long after, int limit) {
    return database.read(
        c -> {
          Slice<Item> slice =
              Slice.of(
                  Sql.list(
                      c,
                      """
                      select seal, hash, signature, content from audit_seal
                      where seal > ? order by seal limit ?
                      """,
                      Seals::item,
                      after == null ? 0L : after,
                      limit + 1),
                  limit,
                  Item::seal);
          return new Part(newest(c), keys(c, slice.items()), slice.items(), slice.next());
        });
  }

  /** Read after the seals, so that it is never behind them. */
  private static Newest newest(Connection connection) throws SQLException {
    return Objects.requireNonNull(
        Sql.first(
            connection,
            "select seal, hash from audit_chain",
            row -> new Newest(row.getLong("seal"), row.getString("hash"))));
  }

  private static List<Key> keys(Connection connection, List<Item> items) throws SQLException {
    List<String> ids =
        items.stream()
            .map(Item::key)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.toList());
    return Sql.list(
        connection,
        "select id, algorithm, public_key from audit_key where id = any(?) order by at, id",
        row ->
            new Key(row.getString("id"), row.getString("algorithm"), row.getString("public_key")),
        ids);
  }

  private static Item item(ResultSet row) throws SQLException {
    String text = row.getString("content");
    Optional<Seal> seal = Seal.read(text);
    return new Item(
        row.getLong("seal"),
        row.getString("hash"),
        seal.map(Seal::previous).orElse(null),
        seal.map(Seal::at).orElse(null),
        seal.map(Seal::leaves).orElse(null),
        seal.map(Seal::events).orElse(null),
        seal.map(Seal::root).orElse(null),
        seal.map(Seal::algorithm).orElse(null),
        seal.map(Seal::key).orElse(null),
        row.getString("signature"),
        text);
  }
}
