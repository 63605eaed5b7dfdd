def heading():
    return "One loaf for the bearer"
