package io.shangda.hub.source;

import io.shangda.hub.record.RawRecord.Unreadable;
import org.jspecify.annotations.Nullable;

/** What an operator reads about a record that could not be read. */
final class Unreadables {
  private Unreadables() {}

  static Unreadable syntax(String place) {
    return new Unreadable(
        place,
        "json",
        "该记录不是合法的 JSON，无法读取；请来源系统修正后重新提供，同页其他记录不受影响",
        "The record is not well-formed JSON; the source must send it again, the other records of"
            + " the page are taken in");
  }

  static Unreadable cut(String place) {
    return new Unreadable(
        place,
        "json-cut",
        "页面在此处中断，其后内容未收到；此前的记录已接收，下次将重新拉取本页",
        "The page is cut off here and what follows was not received; the records before it are"
            + " taken in, and the page is pulled again");
  }

  static Unreadable duplicateKey(String place) {
    return new Unreadable(
        place,
        "duplicate-key",
        "同一对象中有重复的字段名，无法判断以哪个值为准；请来源系统修正后重新提供，同页其他记录不受影响",
        "A field stands twice in one object and nobody can say which value is meant; the source"
            + " must mend it, the other records of the page are taken in");
  }

  static Unreadable beyondLimits(String place) {
    return new Unreadable(
        place,
        "json-limits",
        "记录的嵌套层数或数字长度超出限制（嵌套 " + Json.MAX_DEPTH + " 层），未读取；请来源系统修正，同页其他记录不受影响",
        "The record is nested deeper than "
            + Json.MAX_DEPTH
            + " levels or has a number beyond all reason; it was not read. The source"
            + " must mend it, the other records of the page are taken in");
  }

  static Unreadable tooCostly(String place, @Nullable String why) {
    return new Unreadable(
        place,
        "pattern",
        "用配置中的正则表达式读取该文本耗时过长，未读取（" + why + "）；请改写该表达式，再以 reprocess 重新读取",
        "The text could not be read: " + why + ". Mend 'options.text', then reprocess");
  }

  static Unreadable noObject(String place) {
    return new Unreadable(
        place,
        "no-object",
        "该项不是 JSON 对象，无法作为记录读取；请核对 records 的位置或请来源系统修正，同页其他记录不受影响",
        "This element is no JSON object, so it is no record; check where 'records' points, or have"
            + " the source mend it. The other records of the page are taken in");
  }

  static Unreadable tooLarge(String place, long bytes, int max) {
    return new Unreadable(
        place,
        "too-large",
        "记录长度 "
            + bytes
            + " 字节，超过上限 "
            + max
            + " 字节（max-record），未读取；请调高 max-record 或请来源拆分，同页其他记录不受影响",
        "The record has "
            + bytes
            + " bytes, more than the "
            + max
            + " that 'max-record' allows; it was not read. Raise that, or have the source split it;"
            + " the other records of the page are taken in");
  }

  static Unreadable charset(String place, String charset, long byteAt) {
    return new Unreadable(
        place,
        "charset",
        "第 " + (byteAt + 1) + " 个字节不是 " + charset + " 文字，记录未读取，同页其他记录不受影响；请核对来源的字符集",
        "Byte "
            + (byteAt + 1)
            + " is no "
            + charset
            + " text; the record was not read, the others of the page are. Check the source's"
            + " character set");
  }

  static Unreadable columns(String place, int found, int expected) {
    return new Unreadable(
        place,
        "csv-columns",
        "该行有 " + found + " 列，表头为 " + expected + " 列；该行未读取，其他行不受影响",
        "The row has "
            + found
            + " columns and the header row "
            + expected
            + "; it was not read, the other rows are taken in");
  }

  static Unreadable quotes(String place) {
    return new Unreadable(
        place,
        "csv-quotes",
        "该行的引号不成对或位置不对，未读取；其他行不受影响",
        "The quotes of the row do not match; it was not read, the other rows are taken in");
  }

  static Unreadable header(String place, String zh, String en) {
    return new Unreadable(
        place,
        "csv-header",
        "表头无法使用：" + zh + "；文件未读取，请修正后重新提供",
        "The header row cannot be used: "
            + en
            + "; the file was not read, have it mended and given again");
  }

  static Unreadable otherFile(String zh, String en) {
    return new Unreadable(
        "line 1",
        "other-file",
        "文件" + zh + "，不是 CSV 文本，未读取其中任何内容；请来源系统另存为 CSV 后重新提供",
        "The file "
            + en
            + " and no CSV; nothing of it was read, have it saved as CSV and given again");
  }

  static Unreadable empty(String place) {
    return new Unreadable(
        place,
        "empty",
        "文件中没有任何内容，未读取；请来源系统重新提供",
        "There is nothing in the file; the source must give it again");
  }

  static Unreadable cutFile() {
    return new Unreadable(
        "",
        "json-cut",
        "文件在列表结束之前中断；此前的记录已接收，请来源系统重新提供完整文件",
        "The file ends before its list does; the records before that are taken in, the source must"
            + " provide the whole file again");
  }

  static Unreadable noList(String pointer) {
    String where = pointer.isEmpty() ? "its root" : "'" + pointer + "'";
    return new Unreadable(
        "",
        "json",
        "文件不是合法的 JSON，或在 “" + pointer + "” 处没有记录列表（records），未读取；请核对 records 或请来源重新提供",
        "The file is no JSON, or has no list of records at "
            + where
            + " ('records'); it was not read. Check 'records', or have the source give it again");
  }

  static Unreadable wideJson(String charset, int bytes) {
    return new Unreadable(
        "",
        "charset",
        "超过 " + (bytes >> 20) + " MB 的 JSON 文件须为 UTF-8，此文件为 " + charset + "，未读取；请来源系统转换或拆分后重新提供",
        "A JSON file of more than "
            + (bytes >> 20)
            + " MB must be UTF-8, and this one is "
            + charset
            + "; it was not read. Have it converted or split, and given again");
  }

  static Unreadable link() {
    return new Unreadable(
        "",
        "link",
        "这是指向别处的链接，只读取目录内的文件，未读取；请把文件本身放入目录",
        "This is a link to another place; only files in the folder itself are read. Have the file"
            + " itself put there");
  }

  static Unreadable manyNames(int names) {
    return new Unreadable(
        "",
        "link",
        "该文件另有 " + (names - 1) + " 个名称（硬链接），可能是他人的文件，未读取；请放入一份副本",
        "The file has "
            + (names - 1)
            + " more names (hard links) and may be somebody else's; it was not read. Have a copy"
            + " put there");
  }

  static Unreadable emptyFile(long minutes) {
    return new Unreadable(
        "",
        "empty",
        "文件为 0 字节，且 " + minutes + " 分钟内未被写入，已移入失败目录；请来源系统重新提供",
        "The file has no bytes and none was written for "
            + minutes
            + " minutes; it is moved aside, the source must give it again");
  }

  static Unreadable tooLargeFile(long bytes, long max) {
    return new Unreadable(
        "",
        "too-large",
        "文件有 " + bytes + " 字节，超过上限 " + max + " 字节（max-file），未读取；请调高 max-file 或请来源拆分",
        "The file has "
            + bytes
            + " bytes, more than the "
            + max
            + " that 'max-file' allows; it was not read. Raise that, or have the source split it");
  }

  static Unreadable fileAgain(int times, String where) {
    return new Unreadable(
        "",
        "failed-again",
        "从" + where + "起的内容 " + times + " 次均未能处理，文件已移入失败目录，其后的文件继续处理；原因见日志及来源的最近错误",
        "What stands from "
            + where
            + " on could not be taken in "
            + times
            + " times; the file is moved aside and the files behind it go on. The log and the"
            + " source's last error say why");
  }

  static Unreadable tookTheMemory() {
    return new Unreadable(
        "",
        "too-much-memory",
        "文件的一页超出本节点内存，文件已移入失败目录，其后的文件继续处理；已入库的部分有效。请拆分文件或增加内存后重新投放",
        "A page of the file did not fit into this node's memory; the file is moved aside and the"
            + " files behind it go on. What was taken in of it before stands. Split it, or give the"
            + " hub more memory, then drop it again");
  }

  static Unreadable ioFile() {
    return new Unreadable(
        "",
        "file",
        "文件无法读取，已移入失败目录；请检查磁盘和权限后重新投放",
        "The file cannot be read; it is moved aside. Look at the disk and the rights, then drop it"
            + " again");
  }
}
