interface Names {
  /** Codes of syntax problems. */
  readonly codes: readonly string[];
  /** The instructions of which the names speak; all without it. */
  readonly keywords?: RegExp;
  readonly names: readonly string[];
}

// Whatever does not parse goes by these names.
const ALL = ['buildkit/parse-error', 'tally/syntax-error', 'hadolint/DL1000', 'sonar/S2260'];

// dockerfile-utils: its ValidationCode enumeration; the others: their lists of rules.
const TABLE: readonly Names[] = [
  row('unknown-instruction', 'UNKNOWN_INSTRUCTION tally/unknown-instruction'),
  row('missing-argument', 'ARGUMENT_MISSING'),
  row('missing-argument', 'ARGUMENT_REQUIRES_AT_LEAST_TWO', /^(?:ADD|COPY)$/),
  row('missing-argument', 'ARGUMENT_REQUIRES_TWO', /^ENV$/),
  row('missing-argument', 'SYNTAX_MISSING_NAMES', /^(?:ENV|LABEL|ARG)$/),
  row('missing-argument', 'ARGUMENT_REQUIRES_AT_LEAST_ONE HEALTHCHECK_CMD_ARGUMENT_MISSING', /^HEALTHCHECK$/),
  row('missing-argument', 'kics/should_specify_base_image', /^FROM$/),
  row('missing-equals', 'SYNTAX_MISSING_EQUALS'),
  row('unexpected-argument', 'ARGUMENT_EXTRA ARGUMENT_REQUIRES_ONE'),
  row('unexpected-argument', 'ARGUMENT_REQUIRES_ONE_OR_THREE INVALID_AS', /^FROM$/),
  row('unexpected-argument', 'ARGUMENT_UNNECESSARY', /^HEALTHCHECK$/),
  row('missing-argument unexpected-argument', 'dockerfilelint/required_params dockerfilelint/extra_args'),
  row('unknown-flag', 'UNKNOWN_ADD_FLAG', /^ADD$/),
  row('unknown-flag', 'UNKNOWN_COPY_FLAG', /^COPY$/),
  row('unknown-flag', 'UNKNOWN_FROM_FLAG', /^FROM$/),
  row('unknown-flag', 'UNKNOWN_HEALTHCHECK_FLAG', /^HEALTHCHECK$/),
  row('invalid-flag', 'FLAG_DUPLICATE FLAG_MISSING_VALUE'),
  row(
    'invalid-flag',
    `FLAG_INVALID_DURATION FLAG_LESS_THAN_1MS FLAG_MISSING_DURATION FLAG_UNKNOWN_UNIT FLAG_AT_LEAST_ONE INVALID_SYNTAX
    dockerfilelint/healthcheck_options_missing_args`,
    /^HEALTHCHECK$/,
  ),
  row('invalid-flag', 'FLAG_EXPECTED_BOOLEAN_VALUE', /^(?:ADD|COPY)$/),
  row('invalid-flag invalid-value', 'whalelint/CPY001 whalelint/CPY002', /^COPY$/),
  row('invalid-value', 'FLAG_INVALID_FROM_VALUE', /^COPY$/),
  row('invalid-value', 'dockerfilelint/add_src_invalid dockerfilelint/add_dest_invalid', /^ADD$/),
  row('invalid-value', 'UNKNOWN_TYPE', /^HEALTHCHECK$/),
  row('invalid-value', 'INVALID_SIGNAL ARGUMENT_EXTRA dockerfile-doctor/DD079', /^STOPSIGNAL$/),
  row(
    'invalid-value',
    `INVALID_PORT INVALID_PROTO hadolint/DL3011 tally/hadolint/DL3011 trivy/DS-0008 kics/unix_ports_out_of_range
    semgrep/invalid-port`,
    /^EXPOSE$/,
  ),
  row(
    'invalid-value',
    `INVALID_REFERENCE_FORMAT BASE_NAME_EMPTY buildkit/UndefinedArgInFrom buildkit/InvalidDefaultArgInFrom
    tally/buildkit/UndefinedArgInFrom tally/buildkit/InvalidDefaultArgInFrom`,
    /^FROM$/,
  ),
  row('invalid-flag', 'buildkit/UndefinedArgInFrom tally/buildkit/UndefinedArgInFrom', /^FROM$/),
  row('invalid-value', 'UNSUPPORTED_MODIFIER'),
  row('unterminated-quote', 'SYNTAX_MISSING_SINGLE_QUOTE SYNTAX_MISSING_DOUBLE_QUOTE'),
  row('json-required', 'SHELL_JSON_FORM SHELL_REQUIRES_ONE dockerfile-doctor/DD043'),
  row(
    'onbuild-trigger',
    `ONBUILD_CHAINING_DISALLOWED ONBUILD_TRIGGER_DISALLOWED hadolint/DL3043 tally/hadolint/DL3043
    kics/from_or_maintainer_cannot_be_triggered_within_onbuild`,
  ),
  row('invalid-directive', 'INVALID_ESCAPE_DIRECTIVE DUPLICATED_ESCAPE_DIRECTIVE'),
  row(
    'no-instructions instruction-before-from',
    `NO_SOURCE_IMAGE hadolint/DL3061 tally/hadolint/DL3061 tally/require-stages
    kics/should_specify_base_image kics/first_instruction_should_be_arg_or_from`,
  ),
];

function row(codes: string, names: string, keywords?: RegExp): Names {
  return {
    codes: codes.split(' '),
    names: names
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => (name.includes('/') ? name : `dockerfile-utils/${name}`)),
    ...(keywords === undefined ? {} : { keywords }),
  };
}

/** What other tools call all the things that BuildKit refuses. */
export const SYNTAX_PROBLEM_NAMES: readonly string[] = [...new Set([...ALL, ...TABLE.flatMap(({ names }) => names)])];

/** Returns what other tools call a syntax problem of `code` in an instruction with `keyword`. */
export function syntaxProblemNames(code: string, keyword: string): readonly string[] {
  const found = TABLE.filter(({ codes, keywords }) => codes.includes(code) && (keywords?.test(keyword) ?? true));
  return [...new Set([...ALL, ...found.flatMap(({ names }) => names)])];
}
