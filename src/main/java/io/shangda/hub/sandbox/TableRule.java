package io.shangda.hub.sandbox;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The province platform's rules over more than one field. */
enum TableRule {
  /** Kinds of tender that have a data set of their own must not come to the general one. */
  TENDER_PROJECT_TYPE {
    @Override
    @Nullable String refusal(Report report) {
      return "1".equals(report.context("IS_TO_LAW"))
              && OWN_SETS.contains(report.context("TENDER_PROJECT_TYPE"))
          ? "专用数据请往专用数据集上报数据"
          : null;
    }
  },
  /** Who does not tender himself names his agency; a self-tender fills in {@code -}. */
  TENDER_AGENCY {
    @Override
    @Nullable String refusal(Report report) {
      boolean named =
          !report.context("TENDER_AGENCY_NAME").isEmpty()
              && !report.context("TENDER_AGENCY_CODE_TYPE").isEmpty()
              && !report.context("TENDER_AGENCY_CODE").isEmpty();
      return "2".equals(report.context("TENDER_ORGANIZE_FORM")) && !named
          ? "非自行招标，招标代理机构名称、代码、类别为必填项"
          : null;
    }
  },
  /** The values of its dictionary are not published; nothing to check. */
  TENDER_AGENCY_CODE_TYPE {
    @Override
    @Nullable String refusal(Report report) {
      return null;
    }
  },
  /** A typing error of ten thousand times is likelier than a contract of three billion. */
  BID_AMOUNT {
    @Override
    @Nullable String refusal(Report report) {
      String amount = report.context("BID_AMOUNT");
      if (!"1".equals(report.context("PRICE_FORM_CODE")) || amount.isEmpty()) {
        return null;
      }
      BigDecimal yuan =
          new BigDecimal(amount)
              .multiply("1".equals(report.context("PRICE_UNIT")) ? TEN_THOUSAND : BigDecimal.ONE);
      return yuan.compareTo(MOST_YUAN) > 0 ? "中标金额超过30亿元人民币，请联系客服人员" : null;
    }
  };

  private static final Set<String> OWN_SETS =
      Set.of("A01", "A02", "A03", "A06", "A07", "G01", "G02", "G03", "G06", "G07");
  private static final BigDecimal TEN_THOUSAND = BigDecimal.valueOf(10_000);
  private static final BigDecimal MOST_YUAN = BigDecimal.valueOf(3_000_000_000L);

  /** The platform's own text; null if the rule is kept. */
  abstract @Nullable String refusal(Report report);
}
