package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;

/** What goes wrong at a trading centre, one thing at a time, and where. */
enum TradeFlaw {
  /** A division that does not exist. */
  WRONG_REGION(Deal.PROJECT, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("areaCode", "532399");
    }
  },
  /** A fixed-asset project that was let in without its project code. */
  MISSING_PROJECT_CODE(Deal.PROJECT, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("investCode", "");
    }
  },
  /** Published on a day that no calendar has. */
  IMPOSSIBLE_DATE(Deal.NOTICE, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("publishTime", row.getString("publishTime").substring(0, 5) + "02月30日 09:00");
    }
  },
  /** Candidates shown for one day instead of three. */
  SHORT_PUBLICITY(Deal.CANDIDATE, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("publicityEnd", row.getString("publicityStartNextDay"));
    }
  },
  /** A winning notice that does not say what was bought. */
  BARE_RESULT(Deal.RESULT, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("content", "经评标委员会评审，现将中标结果予以公告，详见附件。");
    }
  },
  /** A notice without a title. */
  MISSING_TITLE(Deal.NOTICE, true) {
    @Override
    void spoil(JsonObject row) {
      row.remove("title");
    }
  },
  /** A price form that the code table does not have. */
  UNKNOWN_CODE(Deal.RESULT, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("priceForm", "面议");
    }
  },
  /** A section that belongs to another tender. */
  FOREIGN_SECTION(Deal.RESULT, true) {
    @Override
    void spoil(JsonObject row) {
      String section = row.getString("sectionNo");
      row.put("sectionNo", "E5399" + section.substring(5));
    }
  },
  /** A winner's code with a check character that does not fit. */
  WRONG_WINNER_CODE(Deal.RESULT, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("winnerCode", Identifiers.spoiled(row.getString("winnerCode")));
    }
  },
  /** A whole identity number in a text that is published. */
  UNMASKED_IDENTITY(Deal.RESULT, false) {
    @Override
    void spoil(JsonObject row) {
      row.put(
          "content",
          row.getString("content")
              + "项目负责人："
              + row.getString("leader")
              + "，身份证号码"
              + row.getString("leaderIdNo")
              + "。");
    }
  },
  /** The tender project is entered long after its notice. */
  LATE_PARENT(Deal.TENDER, true) {
    @Override
    void spoil(JsonObject row) {
      row.put(Deal.HIDDEN, true);
    }
  },
  /** The amount in yuan under the unit ten thousand yuan. Only the platform above minds. */
  HUGE_AMOUNT(Deal.RESULT, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("amount", "3100000.00");
    }
  },
  /** The name of another project. Only the platform above can know. */
  USED_NAME(Deal.PROJECT, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("projectName", row.getString(Deal.OTHER_NAME));
    }
  },
  /** A kind of tender that has a data set of its own above. Only the platform above minds. */
  OWN_DATA_SET(Deal.TENDER, true) {
    @Override
    void spoil(JsonObject row) {
      row.put("tenderType", "房屋建筑");
    }
  };

  private final String type;
  private final boolean mended;

  TradeFlaw(String type, boolean mended) {
    this.type = type;
    this.mended = mended;
  }

  /** The record kind it is found in. */
  String type() {
    return type;
  }

  /** Whether the centre mends it by itself after some turns. */
  boolean mended() {
    return mended;
  }

  abstract void spoil(JsonObject row);
}
