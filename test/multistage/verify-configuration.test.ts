import { describe, expect, it } from 'vitest';
import { imageConfiguration } from '../../server/src/core/model/configuration';
import { createModel } from '../../server/src/core/model/model';
import { parseDockerfile } from '../../server/src/core/syntax/parse';

function configurationOf(text: string) {
  const model = createModel(parseDockerfile(text));
  return imageConfiguration(model, model.finalStage!);
}

// What BuildKit computes for the same texts; all of wild.jsonl was compared with it.
describe('imageConfiguration', () => {
  it('puts the shell in force before shell forms', () => {
    const { cmd, entrypoint, healthcheck } = configurationOf(
      'FROM alpine:3.20\nSHELL ["/bin/ash", "-e", "-c"]\nCMD echo $X && b\nHEALTHCHECK --interval=5s CMD wget x || exit 1\n',
    );
    expect(cmd.argv).toEqual(['/bin/ash', '-e', '-c', 'echo $X && b']);
    expect(entrypoint.argv).toEqual([]);
    expect(healthcheck).toMatchObject({ test: ['CMD-SHELL', 'wget x || exit 1'], options: ['--interval=5s'] });
  });

  it('drops an inherited CMD at ENTRYPOINT, of the base image and of a parent stage, but not one of its own', () => {
    expect(configurationOf('FROM node:20\nENTRYPOINT ["x"]\n').cmd.argv).toEqual([]);
    expect(configurationOf('FROM alpine AS a\nCMD ["x"]\nFROM a\nENTRYPOINT ["y"]\n').cmd.argv).toEqual([]);
    expect(configurationOf('FROM alpine\nCMD ["x"]\nENTRYPOINT ["y"]\n').cmd.argv).toEqual(['x']);
    expect(configurationOf('FROM node:20\n')).toMatchObject({
      entrypoint: { argv: ['docker-entrypoint.sh'], instruction: undefined },
      cmd: { argv: ['node'] },
    });
  });

  it('leaves unknown what an unknown base image sets', () => {
    const { cmd, entrypoint, user, workdir } = configurationOf('FROM registry.example.org/base:1\n');
    expect([cmd.argv, entrypoint.argv, user, workdir]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('replaces variables, and adds up over the stages', () => {
    const { env, labels, exposedPorts, volumes, stopSignal, workdir, user } = configurationOf(
      'FROM alpine:3.20 AS base\nARG P=80\nENV A=1\nLABEL a=$A\nEXPOSE $P 90-91/udp 8080:81\nVOLUME /v\n' +
        'FROM base\nENV B="$A x"\nVOLUME ["/w"]\nSTOPSIGNAL SIGINT\nWORKDIR a/b\nUSER 1:2\n',
    );
    expect([env.get('A'), env.get('B'), labels.get('a')]).toEqual(['1', '1 x', '1']);
    expect([...exposedPorts]).toEqual(['80/tcp', '90/udp', '91/udp', '81/tcp']);
    expect([...volumes]).toEqual(['/v', '/w']);
    expect([stopSignal, workdir, user]).toEqual(['SIGINT', '/a/b', '1:2']);
  });
});
