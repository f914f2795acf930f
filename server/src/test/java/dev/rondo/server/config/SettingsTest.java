package dev.rondo.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  static List<Setting<?>> all() {
    return Settings.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyDefaultIsAValueThatReadsBack(Setting<?> setting) throws InvalidSettingException {
    List<String> words =
        setting.type().takesManyWords()
            ? ValueTypes.splitAtBlanks(setting.defaultText())
            : List.of(setting.defaultText());

    SettingValues parsed = SettingValues.DEFAULTS.parse(setting, words, false);

    assertThat(parsed.format(setting)).isEqualTo(setting.defaultText());
    assertThat(parsed.isDefault(setting) || setting == StorageSettings.DIR).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyDefaultSurvivesTheConfigFile(Setting<?> setting) {
    List<Assignment> lines =
        SettingValues.DEFAULTS.fileLines(setting).stream()
            .map(words -> new Assignment(setting.name(), words, "test"))
            .toList();

    SettingValues read = Assignment.applyAll(lines, SettingValues.DEFAULTS);
    assertThat(read.format(setting)).isEqualTo(setting.defaultText());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everySettingExplainsItself(Setting<?> setting) {
    assertThat(setting.name()).matches("[a-z0-9-]+");
    assertThat(setting.help()).endsWith(".").hasSizeGreaterThan(10);
    assertThat(setting.type().allowed()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "port, port",
    "PORT, port",
    "event-loops, io-threads",
    "slave-read-only, replica-read-only",
    "hash-max-ziplist-entries, hash-max-listpack-entries"
  })
  void findsByNameAndAliasInAnyCase(String asked, String found) {
    assertThat(Settings.find(asked)).get().asString().isEqualTo(found);
  }

  @Test
  void doesNotFindWhatIsNotThere() {
    assertThat(Settings.find("colour")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "prot, port",
    "max-clients, maxclients",
    "appendfsink, appendfsync",
    "slowlog-maxlen, slowlog-max-len"
  })
  void suggestsWhatWasMeant(String typed, String meant) {
    assertThat(Settings.similarTo(typed)).contains(meant);
  }

  @Test
  void suggestsNothingForSomethingElse() {
    assertThat(Settings.similarTo("colour-of-the-sky")).isEmpty();
    assertThat(Settings.similarTo("x")).isEmpty();
  }
}
