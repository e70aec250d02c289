package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** What clerks get wrong, one thing at a time. */
enum Flaw {
  /** The applicant's number has a check digit that does not fit. */
  CHECK_DIGIT {
    @Override
    void spoil(JsonObject row) {
      row.put("SQRZJHM", Identifiers.spoiled(row.getString("SQRZJHM")));
    }
  },
  /** Accepted on a day that no calendar has. */
  IMPOSSIBLE_DATE {
    @Override
    void spoil(JsonObject row) {
      row.put("SLSJ", row.getString("SLSJ").substring(0, 5) + "02-30 09:15:00");
    }
  },
  /** Nobody applied. */
  MISSING_APPLICANT {
    @Override
    void spoil(JsonObject row) {
      row.remove("SQRMC");
    }
  },
  /** A kind of applicant that the code table does not have. */
  UNKNOWN_APPLICANT_TYPE {
    @Override
    void spoil(JsonObject row) {
      row.put("SQRLX", "77");
    }
  },
  /** A result that the code table does not have. */
  UNKNOWN_RESULT {
    @Override
    void spoil(JsonObject row) {
      row.put("BJJGDM", "8");
    }
  };

  /** Those an acceptance can have. */
  static final List<Flaw> OF_ACCEPTANCE =
      List.of(CHECK_DIGIT, IMPOSSIBLE_DATE, MISSING_APPLICANT, UNKNOWN_APPLICANT_TYPE);

  abstract void spoil(JsonObject row);
}
