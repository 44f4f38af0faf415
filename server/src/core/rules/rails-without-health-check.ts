import { compareVersions } from '../knowledge/image-reference-parts';
import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { imageConfiguration } from '../model/configuration';
import { isDevelopmentStage, startCommands } from '../model/effective-start';
import { isRubyServer } from '../model/ruby';

export default defineRule({
  id: 'rails-without-health-check',
  aliases: ['tally/ruby/healthcheck-rails-up-endpoint'],
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  needs: ['CMD', 'ENTRYPOINT'],
  summary: 'Rails tells at /up whether it is well, and no health check asks.',
  docs: `
Rails 7.1 and newer answers \`/up\` with 200 once it has started without an exception. Without a HEALTHCHECK the engine knows only
that the process is there. The ruby images have no curl in their slim variants; Ruby's own Net::HTTP can ask.

Silent where Rails is known to be older (by Gemfile.lock, or because Ruby is older than 2.7), with \`HEALTHCHECK NONE\`, in stages for development, and where something else than a web server is started.

**When to ignore:** where the orchestrator asks by itself (Kubernetes ignores HEALTHCHECK).

**The fix** adds a health check that Ruby makes.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCMD ["bin/rails", "server"]\n',
      good: `FROM ruby:3.4-slim\nHEALTHCHECK --timeout=5s CMD ["ruby", "-rnet/http", "-e", "exit Net::HTTP.get_response(URI('http://127.0.0.1:3000/up')).is_a?(Net::HTTPSuccess)"]\nCMD ["bin/rails", "server"]\n`,
    },
  ],
  *check({ file, model, context }) {
    const stage = model.finalStage;
    if (stage === undefined || isDevelopmentStage(stage)) return;
    // Rails 7.1, which answers there, needs Ruby 2.7.
    const { language } = stage.facts ?? {};
    const [, rails] = /^ {4}rails \((\d+\.\d+)/m.exec(context?.read('Gemfile.lock') ?? '') ?? [];
    if (language?.name === 'Ruby' && compareVersions(language.version ?? '9', '2.7') < 0) return;
    if (rails !== undefined && compareVersions(rails, '7.1') < 0) return;
    const { env, healthcheck, exposedPorts } = imageConfiguration(model, stage);
    if (healthcheck !== undefined || /^(?:dev|test)/.test(env.get('RAILS_ENV') ?? '')) return;
    const start = startCommands(model, stage).find(
      (one) => isRubyServer(one) && (env.has('RAILS_ENV') || one.argv.some((word) => /(?:^|\/)rails$/.test(word))),
    );
    const [program] = start?.words ?? [];
    if (start === undefined || program === undefined) return;
    const ports = [...exposedPorts].flatMap((port) => /^(\d+)\/tcp$/.exec(port)?.slice(1) ?? []);
    const given = /(?:\s(?:-p|--port)[\s=]?|tcp:\/\/[\w.[\]]*:)(\d+)/.exec(start.argv.join(' '))?.[1];
    const port = given ?? (ports.length === 0 ? '3000' : ports.length === 1 ? ports[0] : undefined);
    const isOwn = model.stageOf(start.instruction) === stage && language?.name === 'Ruby';
    const code = `exit Net::HTTP.get_response(URI('http://127.0.0.1:${port ?? ''}/up')).is_a?(Net::HTTPSuccess)`;
    yield {
      span: program.span,
      message: 'Rails tells at /up whether it is well, and no health check asks.',
      fixes:
        isOwn && port !== undefined
          ? [
              {
                title: 'Ask /up with Ruby',
                applicability: 'review',
                because: `It rests on Rails 7.1 or newer, on port ${port}, without a redirect to HTTPS.`,
                edits: [
                  insertLinesBefore(file, start.instruction, [
                    `HEALTHCHECK --timeout=5s CMD ["ruby", "-rnet/http", "-e", ${JSON.stringify(code)}]`,
                  ]),
                ],
              },
            ]
          : [],
    };
  },
});
