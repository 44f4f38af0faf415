import { createDocker, DockerError, findDocker } from '../host/verify/docker';
import { failureJson, verificationJson } from '../host/verify/report';
import { verifyByBuilding } from '../host/verify/verify';
import { interruption } from '../host/interruption';
import type { VerificationRequest } from '../lsp/protocol';

// What the editor starts to verify a conversion that it has planned already: a request on standard input, progress on
// standard error, and on standard output what `plimsoll verify --format json` prints.

void main();

async function main(): Promise<void> {
  const signal = interruption();
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  const request = JSON.parse(Buffer.concat(chunks).toString('utf8')) as VerificationRequest;
  process.stdout.write(await answer(request, signal));
}

async function answer(request: VerificationRequest, signal: AbortSignal): Promise<string> {
  const { file: path, plan } = request;
  const executable = findDocker();
  if (executable === undefined)
    return failureJson(path, 'docker', 'There is no docker command on the PATH, and nothing was built.');
  try {
    const result = await verifyByBuilding({
      docker: createDocker(executable),
      original: { text: request.text, baseName: request.baseName },
      converted: { text: plan.text, baseName: plan.baseName },
      context: request.context,
      file: path,
      declared: request.declared,
      declaredPackages: plan.dropped.packages,
      buildArguments: [],
      environment: [],
      requests: ['/'],
      network: 'auto',
      timeout: 60_000,
      keep: false,
      signal,
      progress: (message) => void process.stderr.write(`plimsoll: ${message}\n`),
    });
    return verificationJson({ path, plan, converted: undefined, result });
  } catch (error) {
    if (signal.aborted)
      return failureJson(path, 'cancelled', 'Cancelled. What had been built and started was removed.');
    if (error instanceof DockerError) return failureJson(path, 'engine', error.message);
    throw error;
  }
}
