package io.shangda.hub.operate.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678",
        "        ",
        "          ",
        "1234567890",
        "0987654321",
        "13800138000",
        "abcdefghij",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "qwertyuiop",
        "1qaz2wsx3edc",
        "password123",
        "P@ssw0rd2024!",
        "Admin@123456",
        "zhang.san-2024",
        "ZHANG.SAN12345",
        "2024-05-01 08:00",
        "welcome2026!!",
        "qwerasdfzxcv",
        "shangda2026"
      })
  void shouldRefuseWhatIsGuessedFirst(String password) {
    assertThat(Passwords.fault("zhang.san", password)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a long passphrase",
        "synthetic-test-password",
        "correct horse",
        "上达集成平台口令好长的",
        "t7Kq9ZpWx2"
      })
  void shouldTakeWhatIsNot(String password) {
    assertThat(Passwords.fault("zhang.san", password)).isEmpty();
    assertThat(Passwords.fault("a", password)).isEmpty();
  }

  @Test
  void shouldAlwaysTakeWhatItMadeItself() {
    for (int i = 0; i < 1000; i++) {
      assertThat(Passwords.fault("admin", passwords.random())).isEmpty();
    }
  }
}
