package org.rudolphine.jobs.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The peer of the papers benchmark: DuckDB reads the same JSON lines and writes a Parquet file with
 * the columns that normalization gives a paper. What only a lake has (revisions, hashes,
 * provenance, rejects, history) it does not make.
 *
 * <p>{@code write IN OUT}: the table. {@code check FILES...}: number of papers and MD5 over sorted
 * identifiers with their days of change, for any Parquet files with these two columns.
 */
final class DuckDbPapers {
  private static final String LINES =
      """
      SELECT * FROM read_json('%s', format='newline_delimited', ignore_errors=true,
        maximum_object_size=268435456, columns={
          id: 'VARCHAR', submitter: 'VARCHAR', authors: 'VARCHAR', title: 'VARCHAR',
          comments: 'VARCHAR', "journal-ref": 'VARCHAR', doi: 'VARCHAR', "report-no": 'VARCHAR',
          categories: 'VARCHAR', license: 'VARCHAR', abstract: 'VARCHAR',
          versions: 'STRUCT(version VARCHAR, created VARCHAR)[]', update_date: 'DATE',
          authors_parsed: 'VARCHAR[][]'})
      """;

  /** Of each paper the line with the newest day of change. */
  private static final String NEWEST =
      """
      SELECT regexp_replace(id, '^([a-z-]+)\\.[A-Z]{2}/', '\\1/') AS paper_id, * FROM lines
      WHERE regexp_matches(id, '^([0-9]{4}\\.[0-9]{4,5}|[a-z-]+(\\.[A-Z]{2})?/[0-9]{7})$')
        AND title IS NOT NULL
      QUALIFY row_number() OVER (PARTITION BY paper_id ORDER BY update_date DESC) = 1
      """;

  private static final String PAPERS =
      """
      SELECT paper_id,
        one_line(title) AS title,
        one_line(abstract) AS abstract,
        one_line(authors) AS authors,
        list_transform(authors_parsed, lambda a: {'keyname': trim(a[1]), 'forenames': trim(a[2]),
          'suffix': nullif(trim(a[3]), ''), 'affiliations': a[4:]}) AS authors_parsed,
        one_line(submitter) AS submitter,
        one_line(comments) AS comments,
        one_line("journal-ref") AS journal_ref,
        one_line(doi) AS doi_given,
        list_distinct(list_filter(
          list_transform(regexp_split_to_array(lower(doi), '[,;\\s]+'),
            lambda d: regexp_replace(d, '^(doi:|https?://(dx\\.)?doi\\.org/)', '')),
          lambda d: starts_with(d, '10.'))) AS dois,
        one_line("report-no") AS report_no,
        string_split(trim(categories), ' ') AS categories,
        string_split(trim(categories), ' ')[1] AS primary_category,
        string_split(string_split(trim(categories), ' ')[1], '.')[1] AS primary_archive,
        list_sort(list_distinct(list_transform(string_split(trim(categories), ' '),
          lambda c: string_split(c, '.')[1]))) AS archives,
        regexp_replace(license, '^http:', 'https:') AS paper_licence,
        list_transform(versions, lambda v: {'version': CAST(substr(v.version, 2) AS INTEGER),
          'created_at': strptime(v.created, '%a, %d %b %Y %H:%M:%S GMT')}) AS versions,
        len(versions) AS version_count,
        strptime(versions[1].created, '%a, %d %b %Y %H:%M:%S GMT') AS submitted_at,
        update_date AS updated_on,
        regexp_matches(coalesce(comments, ''), '(?i)withdrawn') AS withdrawn
      FROM newest ORDER BY paper_id
      """;

  private DuckDbPapers() {}

  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      if (args[0].equals("write")) {
        write(statement, Path.of(args[1]), Path.of(args[2]));
      } else {
        check(statement, args);
      }
    }
  }

  private static void write(Statement statement, Path in, Path out) throws SQLException {
    statement.execute("SET temp_directory='" + quoted(out + ".tmp") + "'");
    statement.execute(
        "CREATE MACRO one_line(t) AS nullif(trim(regexp_replace(t, '\\s+', ' ', 'g')), '')");
    statement.execute(
        "COPY (WITH lines AS ("
            + String.format(LINES, quoted(in.toString()))
            + "), newest AS ("
            + NEWEST
            + ") "
            + PAPERS
            + ") TO '"
            + quoted(out.toString())
            + "' (FORMAT parquet, COMPRESSION zstd)");
  }

  private static void check(Statement statement, String[] args) throws SQLException {
    StringBuilder files = new StringBuilder();
    for (int i = 1; i < args.length; i++) {
      files.append(i == 1 ? "'" : ",'").append(quoted(args[i])).append('\'');
    }
    try (ResultSet result =
        statement.executeQuery(
            "SELECT count(*), md5(string_agg(paper_id || ' ' || updated_on, chr(10)"
                + " ORDER BY paper_id)) FROM read_parquet(["
                + files
                + "])")) {
      result.next();
      System.out.println(result.getLong(1) + " " + result.getString(2));
    }
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
