module.exports = { output: 'standalone', poweredByHeader: false, generateBuildId: () => 'harbour' };
