package org.rudolphine.ingest.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files by content, the same on every store. */
class AssetStoreTest {
  /** SHA-256 of the three letters, as FIPS 180-2 gives it in appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private Path file() {
    return folder.resolve("assets/ba").resolve(ABC);
  }

  private List<String> paths() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .filter(path -> !path.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsStoredUnderItsContent(Store store) throws IOException {
    AssetStore assets = store.lake(folder).assets();

    Asset asset = assets.store(text("abc"), 3);

    assertThat(asset).isEqualTo(new Asset(ABC, 3));
    assertThat(paths()).containsExactly("assets/ba/" + ABC);
    assertThat(assets.find(ABC)).contains(asset);
    assertThat(assets.exists(ABC)).isTrue();
    assertThat(assets.list()).containsExactly(asset);
    assertThat(assets.read(ABC, 3)).isEqualTo("abc".getBytes(UTF_8));
    try (InputStream in = assets.open(ABC)) {
      assertThat(in.readAllBytes()).isEqualTo("abc".getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameFileTwiceIsOneFileThatIsNotWrittenAgain(Store store) throws IOException {
    AssetStore assets = store.lake(folder).assets();
    assets.store(text("abc"), 10);
    FileTime before = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file(), before);

    assertThat(assets.store(text("abc"), 10)).isEqualTo(new Asset(ABC, 3));

    assertThat(Files.getLastModifiedTime(file())).isEqualTo(before);
    assertThat(paths()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void nothingStaysOfAFileThatWasGivenUp(Store store) throws IOException {
    AssetStore assets = store.lake(folder).assets();
    try (AssetWriter writer = assets.create()) {
      writer.write("ab".getBytes(UTF_8));
    }
    assertThatThrownBy(() -> assets.store(text("abc"), 2))
        .isInstanceOf(UnusableAsset.class)
        .hasMessageContaining("larger than 2 bytes");

    assertThat(paths()).isEmpty();
    assertThat(assets.exists(ABC)).isFalse();
    assertThat(assets.find(ABC)).isEmpty();
    assertThat(assets.list()).isEmpty();
  }

  /** A process that is killed closes nothing: its scratch file stays, under no asset's name. */
  @ParameterizedTest
  @EnumSource
  void whatAKilledWriterLeavesIsNoAssetAndIsSweptAsALeftover(Store store) throws IOException {
    Lake lake = store.lake(folder);
    AssetWriter killed = lake.assets().create();
    killed.write(new byte[1 << 20]);

    assertThat(lake.assets().list()).isEmpty();
    List<Stored> leftovers = lake.inventory().scratch();
    assertThat(leftovers).hasSize(1);
    assertThat(leftovers.get(0).path()).startsWith("assets/.tmp-");
    lake.inventory().remove(leftovers.get(0));
    assertThat(lake.assets().store(text("abc"), 3).sha256()).isEqualTo(ABC);
    assertThat(paths()).containsExactly("assets/ba/" + ABC);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedFileIsToldAndMendedByStoringItAgain(Store store) throws IOException {
    AssetStore assets = store.lake(folder).assets();
    assets.store(text("abc"), 3);
    Files.write(file(), "abd".getBytes(UTF_8));
    assertThatThrownBy(() -> assets.read(ABC, 3))
        .isInstanceOf(UnusableAsset.class)
        .hasMessageContaining(ABC)
        .hasMessageContaining("damaged");

    assets.store(text("abc"), 3);

    assertThat(assets.read(ABC, 3)).isEqualTo("abc".getBytes(UTF_8));
    assertThat(paths()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereOrTooLongIsToldByName(Store store) throws IOException {
    AssetStore assets = store.lake(folder).assets();
    assertThatThrownBy(() -> assets.read(ABC, 3))
        .isInstanceOf(UnusableAsset.class)
        .hasMessageContaining(ABC)
        .hasMessageContaining("not in the lake");
    assertThatThrownBy(() -> assets.open(ABC)).isInstanceOf(UnusableAsset.class);

    assets.store(text("abc"), 3);

    assertThatThrownBy(() -> assets.read(ABC, 2))
        .isInstanceOf(UnusableAsset.class)
        .hasMessageContaining("larger than 2 bytes");
  }

  @ParameterizedTest
  @EnumSource
  void noNameFromOutsideBecomesAPath(Store store) throws IOException {
    AssetStore assets = store.lake(folder).assets();
    Files.createDirectories(folder.resolve("assets"));
    Files.writeString(folder.resolve("secret"), "x");
    for (String name : List.of("../secret", "", "ba/" + ABC, ABC.toUpperCase(), ABC + "/..", ".")) {
      assertThatThrownBy(() -> assets.read(name, 3))
          .as(name)
          .isInstanceOf(UnusableAsset.class)
          .hasMessageContaining("Not the name of an asset");
      assertThatThrownBy(() -> assets.exists(name)).isInstanceOf(UnusableAsset.class);
      assertThatThrownBy(() -> assets.find(name)).isInstanceOf(UnusableAsset.class);
    }
    assertThatThrownBy(() -> assets.open(null)).isInstanceOf(UnusableAsset.class);
  }

  @ParameterizedTest
  @EnumSource
  void whatSomebodyElsePutThereIsNotListed(Store store) throws IOException {
    AssetStore assets = store.lake(folder).assets();
    assets.store(text("abc"), 3);
    Files.createDirectories(folder.resolve("assets/00"));
    Files.writeString(folder.resolve("assets/00").resolve(ABC), "in the wrong folder");
    Files.writeString(folder.resolve("assets/README"), "x");
    assertThat(assets.list()).containsExactly(new Asset(ABC, 3));
  }

  @ParameterizedTest
  @EnumSource
  void writersOfTheSameContentDoNotDisturbOneAnother(Store store) throws Exception {
    AssetStore assets = store.lake(folder).assets();
    int writers = 8;
    CyclicBarrier together = new CyclicBarrier(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<Asset>> stored = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        stored.add(
            threads.submit(
                () -> {
                  try (AssetWriter writer = assets.create()) {
                    writer.write("abc".getBytes(UTF_8));
                    together.await(30, TimeUnit.SECONDS);
                    return writer.complete();
                  }
                }));
      }
      for (Future<Asset> asset : stored) {
        assertThat(asset.get(30, TimeUnit.SECONDS)).isEqualTo(new Asset(ABC, 3));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(paths()).containsExactly("assets/ba/" + ABC);
    assertThat(assets.read(ABC, 3)).hasSize(3);
  }
}
