module.exports = { poweredByHeader: false, generateBuildId: () => 'harbour' };
