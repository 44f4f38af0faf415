rootProject.name = "lighthouse"
