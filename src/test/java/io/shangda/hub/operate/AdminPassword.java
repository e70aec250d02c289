package io.shangda.hub.operate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class AdminPassword {
  private AdminPassword() {}

  static String in(Path data) {
    try {
      return Files.readString(data.resolve("initial-admin-password")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
