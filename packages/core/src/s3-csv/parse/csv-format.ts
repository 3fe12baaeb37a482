/** How the text of a file is cut into fields. The options of csv-parse with these names. */
export interface CsvFormat {
  /** What separates two fields: one character or more. @default ',' */
  delimiter?: string;
  /**
   * What surrounds a field that holds delimiters, line breaks or quotes: one ASCII character;
   * `false` for none.
   * @default '"'
   */
  quote?: string | false;
  /**
   * What precedes a quote inside such a field: one ASCII character. Where it is not the quote
   * itself, it makes text of any character that follows it, itself too.
   * @default the quote
   */
  escape?: string;
}
