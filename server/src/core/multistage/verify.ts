import type { BuildContext } from '../context/build-context';
import type { DockerfileModel } from '../model/model';
import { checkArtefacts, checkCommands, checkCopiedFiles } from './verify/closure';
import { checkConfiguration } from './verify/configuration';
import { checkContextSources, checkSecrets, checkStageCopies } from './verify/copies';
import { checkBuildPackages, checkPackages } from './verify/packages';
import { checkAccountCommands, checkNamedAccounts, checkOwners, checkShells, checkVariables } from './verify/stages';
import { checkPrograms, checkRunPrograms } from './verify/start';
import { checkComments, checkStages, checkSyntax } from './verify/structure';
import type { Allowances, Conversion, Violation } from './verify/violation';

export type { Allowances, Check, Violation } from './verify/violation';

const CHECKS: readonly ((conversion: Conversion) => Iterable<Violation>)[] = [
  checkSyntax,
  checkStages,
  checkConfiguration,
  checkPrograms,
  checkRunPrograms,
  checkStageCopies,
  checkBuildPackages,
  checkShells,
  checkOwners,
  checkNamedAccounts,
  checkVariables,
  checkSecrets,
  checkContextSources,
  checkAccountCommands,
  checkComments,
  checkCopiedFiles,
  checkArtefacts,
  checkCommands,
  checkPackages,
];

/**
 * Returns every promise of the safety contract that `after` does not keep towards `before`, empty for a conversion that
 * may be offered. It reads the two texts (and the build context) alone, so that a mistake of the planner can't hide.
 */
export function verifyConversion(
  before: DockerfileModel,
  after: DockerfileModel,
  options: { readonly context?: BuildContext | undefined; readonly allowed: Allowances },
): readonly Violation[] {
  const original = before.finalStage;
  const final = after.finalStage;
  if (original === undefined || final === undefined)
    return [{ check: 'V1', message: 'There is no stage in the text.' }, ...checkSyntax({ before, after })];
  const conversion: Conversion = { before, after, original, final, context: options.context, allowed: options.allowed };
  const violations = CHECKS.flatMap((check) => [...check(conversion)]);
  return violations.filter(
    ({ check, message }, index) =>
      violations.findIndex((other) => other.check === check && other.message === message) === index,
  );
}
