import { createDocker, inspectImage as inspect, type Image } from '../../server/src/host/verify/docker';

/** The Docker client on the PATH, which finds its engine through DOCKER_HOST. */
export const client = createDocker('docker');

/** Runs the Docker client and waits for it. */
export const docker = client.run;

/** Runs the Docker client and throws with the end of its messages where it fails. */
export const dockerOrThrow = client.orThrow;

/** Returns size and configuration of an image. */
export function inspectImage(reference: string): Promise<Image> {
  return inspect(client, reference);
}
