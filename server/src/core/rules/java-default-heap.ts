import { compareVersions } from '../knowledge/image-reference-parts';
import { defineRule } from '../lint/rule';
import { startCommands } from '../model/effective-start';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'java-default-heap',
  aliases: ['dockerfile-doctor/DD068'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  mentions: /\bjava\b/,
  summary: "Java uses a quarter of the container's memory for its heap.",
  docs: `
Since JDK 10 (and 8u191) the JVM sees the container's limit by itself; \`-XX:+UseContainerSupport\` is the default and need not be said.
But unless it is told otherwise, the heap gets at most 25 % of that memory, and three quarters stay unused where nothing
else runs in the container. \`-XX:MaxRAMPercentage=75\` uses more.

Silent where an option (\`-Xmx\`, \`-XX:MaxRAM...\`, an \`@file\`) or a variable (\`JAVA_TOOL_OPTIONS\`, \`JDK_JAVA_OPTIONS\`, \`JAVA_OPTS\`) is there.

**When to ignore:** where a quarter is enough, or the orchestrator sets \`JAVA_TOOL_OPTIONS\`.

**The fix** adds \`-XX:MaxRAMPercentage=75\`, where the base image is known to have Java 11 or newer: older ones may refuse the
option.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM eclipse-temurin:21-jre\nCOPY app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
      good: 'FROM eclipse-temurin:21-jre\nCOPY app.jar /app.jar\nCMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app.jar"]\n',
    },
  ],
  *check({ model }) {
    const stage = model.finalStage;
    if (stage === undefined) return;
    const { env } = model.finalState(stage);
    const language = stage.facts?.language;
    const isNew = language?.name === 'Java' && compareVersions(language.version ?? '8', '11') >= 0;
    if ([...env.keys()].some((name) => /^(?:_?JAVA_(?:TOOL_)?OPT|JDK_JAVA_OPT|JVM_|JAVA_ARGS|JAVA_MEM)/.test(name)))
      return;
    for (const { words, argv } of startCommands(model, stage)) {
      const [program] = words;
      if (program === undefined || !/(?:^|\/)java$/.test(argv[0] ?? '') || argv.length < 2) continue;
      if (argv.some((word) => /^-Xmx|^-XX:|^@|^-version$|^--version$/.test(word))) continue;
      // `java $OPTS -jar`, and a script that is its own argument.
      if (words.slice(1).some(({ value, variables }) => value === undefined && variables.length > 0)) continue;
      const isExec = program.text.startsWith('"');
      const option = '-XX:MaxRAMPercentage=75';
      yield {
        span: program.span,
        message: "Java uses at most a quarter of the container's memory for its heap.",
        fixes: isNew
          ? [
              {
                title: `Add ${option}`,
                applicability: 'review',
                because: 'Memory outside the heap (threads, metaspace, buffers) has to fit into the rest.',
                edits: [insertAt(program.span.end, isExec ? `, "${option}"` : ` ${option}`)],
              },
            ]
          : [],
      };
    }
  },
});
